import { type FormEvent, useState } from 'react'
import { keepToken, whyForgotten } from './token.js'

/** Who has no token sees nothing else. */
export function SignIn() {
  const [token, setToken] = useState('')
  const enter = (event: FormEvent) => {
    event.preventDefault()
    if (token.trim() !== '') keepToken(token)
  }
  return (
    <main className="sign-in">
      <h1>Stillwatch</h1>
      {whyForgotten() !== undefined && (
        <p className="fault" role="alert">
          {whyForgotten()}
        </p>
      )}
      <form onSubmit={enter}>
        <label htmlFor="token">Your token</label>
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <button type="submit" className="primary">
          Enter
        </button>
      </form>
      <p className="quiet">
        <code>stillwatch people token &lt;name&gt;</code> makes one; a token of your identity
        provider works where
        <code>serve.oidc</code> is set. It stays in this tab, and is gone with it.
      </p>
    </main>
  )
}
