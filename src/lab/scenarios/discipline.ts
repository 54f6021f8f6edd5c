import type { Truth } from '../../domain/truth.js'

export type Discipline = Truth['campaigns'][number]['discipline']
