/** The pages that stand in the navigation, in the order of a day's work, and the letter after `g` that goes there. */
export interface Page {
  readonly path: string
  readonly title: string
  readonly letter: string
}

export const PAGES: readonly Page[] = [
  { path: '/', title: 'Overview', letter: 'h' },
  { path: '/queue', title: 'Queue', letter: 'q' },
  { path: '/campaigns', title: 'Campaigns', letter: 'c' },
  { path: '/accounts', title: 'Accounts', letter: 'a' },
  { path: '/graph', title: 'Graph', letter: 'g' },
  { path: '/explore', title: 'Explore', letter: 'e' },
  { path: '/countermeasures', title: 'Countermeasures', letter: 'm' },
  { path: '/appeals', title: 'Appeals', letter: 'p' },
  { path: '/detectors', title: 'Detectors', letter: 'd' },
  { path: '/audit', title: 'Audit', letter: 'l' },
  { path: '/settings', title: 'Settings and health', letter: 'x' },
]
