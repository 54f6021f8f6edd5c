// Opens a server's store under a chain of secrets, from a process of its own. Uses the compiled product.
//
// node test/rotate-child.js <url> <secret>...   prints `reached`, or the code of the error

import { hashKeyOf } from '../dist/config/key.js'
import { openStore } from '../dist/store/open.js'

const [url, ...secrets] = process.argv.slice(2)
try {
  const store = await openStore({ path: '', url, hashKey: hashKeyOf(secrets) })
  await store.close()
  process.stdout.write('reached')
} catch (error) {
  process.stdout.write(error.code ?? String(error))
}
