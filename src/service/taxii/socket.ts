import { join } from 'node:path'

/** Where the engine hears what is asked by TAXII, which the gate passes on. */
export const taxiiSocket = (state: string): string => join(state, 'taxii.sock')
