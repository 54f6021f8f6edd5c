import { CHROMIUM, debianPrograms } from '../conformance/debian.js'

export default function install(): void {
  debianPrograms([CHROMIUM])
}
