import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useMe } from '../api/queries.js'
import { FaultNote } from '../parts/parts.js'
import { SignIn } from '../session/sign-in.js'
import { forgetToken, onToken, readToken } from '../session/token.js'
import { Help } from './help.js'
import { Keys, useKeyBook } from './keys.js'
import { PAGES } from './pages.js'
import { Palette } from './palette.js'
import { keepTheme, readTheme, THEMES, type Theme } from './theme.js'

/** What stands around every page. */
export function Shell() {
  const token = useSyncExternalStore(onToken, readToken)
  if (token === undefined) return <SignIn />
  return (
    <Keys>
      <Frame />
    </Keys>
  )
}

function Frame() {
  const { data: me, error, refetch } = useMe()
  const { isPaletteOpen, isHelpOpen, openPalette } = useKeyBook()
  const [isMenuOpen, setMenu] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const main = useRef<HTMLElement>(null)
  const shown = useRef(path)
  // Whoever reads by ear is told that there is another page; whoever looks sees its beginning.
  useEffect(() => {
    setMenu(false)
    if (shown.current === path) return
    shown.current = path
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [path])
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to what the page says
      </a>
      <header className="top">
        <button
          type="button"
          className="plain menu"
          aria-expanded={isMenuOpen}
          aria-controls="pages"
          onClick={() => setMenu(!isMenuOpen)}
        >
          ☰<span className="unseen"> Pages</span>
        </button>
        <Link to="/" className="brand">
          Stillwatch
        </Link>
        <button type="button" className="find" onClick={openPalette}>
          Go to … <kbd>Ctrl K</kbd>
        </button>
        <ThemeChoice />
        {me !== undefined && (
          <span className="me">
            <span>{me.name}</span>
            {me.is_read_only !== true && (
              <button type="button" className="plain" onClick={() => forgetToken()}>
                Leave
              </button>
            )}
          </span>
        )}
      </header>
      <nav id="pages" className={isMenuOpen ? 'open' : undefined} aria-label="Pages">
        <ul>
          {PAGES.map(({ path: to, title }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/' }}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {me?.is_read_only === true && (
          <p className="notice">
            A store is read here: nothing can be done to anybody. <code>stillwatch serve</code> is
            the service that can.
          </p>
        )}
        {error?.isPassing && <FaultNote fault={error} again={() => void refetch()} />}
        <Outlet />
      </main>
      {isPaletteOpen && <Palette />}
      {isHelpOpen && <Help />}
    </div>
  )
}

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}

function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme)
  return (
    <select
      className="theme"
      aria-label="Colours"
      value={theme}
      onChange={(event) => {
        const next = THEMES.find((one) => one === event.target.value) ?? 'system'
        setTheme(next)
        keepTheme(next)
      }}
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {THEME_WORDS[one]}
        </option>
      ))}
    </select>
  )
}
