// PUT on the collection creates a post.
// breaks: posts.method.refuses-others, posts.method.allow

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const method = request.method === "PUT" ? "POST" : request.method;
    return reference.fetch(new Request(request, { method }), env);
  },
};
