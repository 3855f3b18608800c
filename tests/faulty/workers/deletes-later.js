// DELETE is answered first and done 200 ms later.
// breaks: posts.delete.removes, posts.sequence, posts.concurrent.per-post

import reference from "./reference-posts.js";

export default {
  async fetch(request, env, context) {
    if (request.method !== "DELETE") return reference.fetch(request, env);
    const path = new URL(request.url).pathname;
    const later = new Promise((done) => setTimeout(done, 200));
    context.waitUntil(later.then(() => reference.fetch(request, env)));
    return new Response(decodeURIComponent(path.split("/").pop()));
  },
};
