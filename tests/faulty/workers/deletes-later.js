// DELETE is answered first and done half a second later.
// breaks: posts.delete.removes, posts.sequence

import reference from "./reference-posts.js";

export default {
  async fetch(request, env, context) {
    if (request.method !== "DELETE") return reference.fetch(request, env);
    const path = new URL(request.url).pathname;
    const later = new Promise((done) => setTimeout(done, 500));
    context.waitUntil(later.then(() => reference.fetch(request, env)));
    return new Response(decodeURIComponent(path.split("/").pop()));
  },
};
