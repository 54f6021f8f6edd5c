-- client_kind: what sort of program a user agent claims to be.
CREATE OR REPLACE FUNCTION client_kind AS (user_agent) -> multiIf(
    empty(user_agent), '',
    match(user_agent, '^Mozilla/'), 'browser',
    match(user_agent, '(?i)(anthropic|openai|claude|mistral|langchain|litellm|sdk)'), 'sdk',
    match(user_agent, '(?i)(axios|httpx|requests|urllib|curl|okhttp|go-http|node-fetch|undici|aiohttp|java|got)'),
    'library',
    'other')
