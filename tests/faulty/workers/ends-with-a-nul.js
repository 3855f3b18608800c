// A text with a NUL in it ends the service for everybody.
// breaks: posts.service.survives

import reference from "./reference-posts.js";

let hasEnded = false;

export default {
  async fetch(request, env) {
    if (request.method === "POST" && (await request.clone().text()).includes("\0")) hasEnded = true;
    if (hasEnded) return new Response("the worker has crashed", { status: 503 });
    return reference.fetch(request, env);
  },
};
