import { debianPrograms } from './debian.js'
import { pythonPrograms } from './python.js'

/** Before all recipes, since they run at the same time and two who install at once lock each other out. */
export default function install(): void {
  debianPrograms()
  pythonPrograms()
}
