export interface Room {
  /** False where there is none for them now. */
  enter(name: string): boolean
  leave(name: string): void
}

/** Nobody has more than half of what the others leave, so that there is room for whoever has nothing yet. */
export function makeRoom(most: number): Room {
  const held = new Map<string, number>()
  let all = 0
  return {
    enter(name: string): boolean {
      const own = held.get(name) ?? 0
      if (2 * own >= most - (all - own)) return false
      held.set(name, own + 1)
      all += 1
      return true
    },
    leave(name: string): void {
      const left = (held.get(name) ?? 0) - 1
      if (left > 0) held.set(name, left)
      else held.delete(name)
      all -= 1
    },
  }
}
