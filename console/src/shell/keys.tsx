import { useNavigate } from '@tanstack/react-router'
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { PAGES } from './pages.js'

/** What a key does here. Keys of the page that is open come before those of the console. */
export interface Key {
  readonly key: string
  readonly does: string
  readonly act: () => void
}

interface KeyBook {
  /** Returns what takes them out again. */
  add(keys: readonly Key[]): () => void
  /** All that count now. */
  all(): readonly Key[]
  readonly openPalette: () => void
  readonly isPaletteOpen: boolean
  readonly closePalette: () => void
  readonly isHelpOpen: boolean
  readonly closeHelp: () => void
}

const Book = createContext<KeyBook | undefined>(undefined)

export function useKeyBook(): KeyBook {
  const book = useContext(Book)
  if (book === undefined) throw new Error('outside of Keys')
  return book
}

const AFTER_G_MS = 1500

/** Listens to the keyboard. Whoever writes into a field, or has a dialog open, is left alone. */
export function Keys({ children }: { readonly children: ReactNode }) {
  const groups = useRef(new Set<readonly Key[]>())
  const [isPaletteOpen, setPalette] = useState(false)
  const [isHelpOpen, setHelp] = useState(false)
  const navigate = useNavigate()
  const afterG = useRef(Number.NEGATIVE_INFINITY)
  const book = useMemo<KeyBook>(
    () => ({
      add: (keys) => {
        groups.current.add(keys)
        return () => groups.current.delete(keys)
      },
      all: () => [...groups.current].reverse().flat(),
      openPalette: () => setPalette(true),
      isPaletteOpen,
      closePalette: () => setPalette(false),
      isHelpOpen,
      closeHelp: () => setHelp(false),
    }),
    [isPaletteOpen, isHelpOpen],
  )
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        // What is open was begun about this page.
        if (isPaletteOpen || !isDialogOpen()) setPalette(!isPaletteOpen)
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
      if (isDialogOpen()) return
      if (event.timeStamp - afterG.current < AFTER_G_MS) {
        afterG.current = Number.NEGATIVE_INFINITY
        const page = PAGES.find(({ letter }) => letter === event.key)
        if (page === undefined) return
        event.preventDefault()
        void navigate({ to: page.path })
        return
      }
      if (event.key === 'g') {
        afterG.current = event.timeStamp
        return
      }
      if (event.key === '?') {
        event.preventDefault()
        setHelp(true)
        return
      }
      const key = book.all().find((one) => one.key === event.key)
      if (key === undefined) return
      event.preventDefault()
      key.act()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [book, navigate, isPaletteOpen])
  return <Book.Provider value={book}>{children}</Book.Provider>
}

/** Keys that count while what calls this is shown. The list is to be kept with `useMemo`. */
export function useKeys(keys: readonly Key[]): void {
  const { add } = useKeyBook()
  useEffect(() => add(keys), [add, keys])
}

const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
