// A header, left there for debugging, has the database's URL with its token.
// breaks: posts.secrets.token

import reference from "./reference-posts.js";

export default {
  async fetch(request, env) {
    const answer = await reference.fetch(request, env);
    answer.headers.set("X-Debug-Database", `${env.DB_URL}/?_token=${env.DB_TOKEN}`);
    return answer;
  },
};
