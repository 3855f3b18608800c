// What is not UTF-8 is replaced by U+FFFD and kept.
// breaks: posts.create.rejects-invalid-utf8

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    if (request.method !== "POST") return reference.fetch(request, env);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const body = decoder.decode(await request.arrayBuffer());
    return reference.fetch(new Request(request, { body }), env);
  },
};
