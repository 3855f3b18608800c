"""Names of environment variables; evidence and `edgeproof up` use the first of each."""

from typing import Final

POSTS_URL: Final = ("EDGEPROOF_POSTS_URL",)
REDIS_URL: Final = ("UPSTASH_REDIS_REST_URL", "KV_REST_API_URL")
TOKEN: Final = ("UPSTASH_REDIS_REST_TOKEN", "KV_REST_API_TOKEN")
READ_ONLY_TOKEN: Final = ("UPSTASH_REDIS_REST_READONLY_TOKEN", "KV_REST_API_READ_ONLY_TOKEN")
