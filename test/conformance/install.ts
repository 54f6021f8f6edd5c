import { pythonPrograms } from './python.js'

/** Before all recipes, since two of them need the same Python environment and run at the same time. */
export default function install(): void {
  pythonPrograms()
}
