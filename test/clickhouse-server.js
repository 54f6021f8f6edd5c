// A ClickHouse server as far as this project speaks to one: its HTTP interface over the embedded engine, each request a session
// of its own. It is the same engine; it is not the same server, and whoever may do what is not looked at.
//
// node test/clickhouse-server.js <folder>   prints its address once it listens on a free port of loopback

import { createServer } from 'node:http'
import { createChdbConnection } from 'chdb/connection'

const [path] = process.argv.slice(2)
// The engine ends with the last session: this one is there as long as the process.
const held = createChdbConnection({ path })
await held.query({ query: 'SELECT 1' })

const NOT_SETTINGS = new Set(['query', 'query_id', 'database', 'session_id', 'role'])

async function answer(request) {
  const url = new URL(request.url ?? '/', 'http://server')
  if (url.pathname === '/ping') return 'Ok.\n'
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString('utf8')
  const query = [url.searchParams.get('query') ?? '', body].filter((text) => text !== '').join('\n')
  const settings = [...url.searchParams].filter(([name]) => !NOT_SETTINGS.has(name))
  const connection = createChdbConnection({ path })
  try {
    // A parameter arrives escaped as in a file of tabs, and stands in a literal here: its backslashes twice.
    const clickhouse_settings = Object.fromEntries(
      settings.map(([name, value]) => [name, value.replaceAll('\\', '\\\\')]),
    )
    const { stream } = await connection.query({ query, clickhouse_settings })
    const parts = []
    for await (const part of stream) parts.push(part)
    return Buffer.concat(parts)
  } finally {
    await connection.close()
  }
}

const server = createServer(async (request, response) => {
  try {
    response.end(await answer(request))
  } catch (error) {
    const { code = '0', type = 'UNKNOWN', message = '' } = error
    response.statusCode = 500
    response.setHeader('x-clickhouse-exception-code', code)
    response.end(`Code: ${code}. DB::Exception: ${message} (${type})`)
  }
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`)
})
