// DELETE takes any path that has an id somewhere in it.
// breaks: posts.delete.only-posts, posts.delete.refuses-others

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const id = /post:\d+/.exec(request.url)?.[0];
    if (request.method !== "DELETE" || !id) return reference.fetch(request, env);
    return reference.fetch(new Request(new URL(`/posts/${id}`, request.url), request), env);
  },
};
