export type { Findings } from './domain/findings.js'
export { type ScanOptions, type ScanResult, scan } from './scan.js'
export { openStore } from './store/open.js'
export type { Store } from './store/store.js'
