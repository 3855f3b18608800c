// A body of the type application/json is taken for an object with a text.
// breaks: posts.create.any-content-type

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const isJson = request.headers.get("Content-Type") === "application/json";
    if (request.method !== "POST" || !isJson) return reference.fetch(request, env);
    const { text } = await request.json();
    return reference.fetch(new Request(request, { body: text }), env);
  },
};
