/** Marks of four shapes, so that no role is told by colour alone. */
import { NodePointProgram } from 'sigma/rendering'

/** How far a place of the mark is from its middle, 0.5 at its edge. */
const marks = {
  circle: 'length(m)',
  square: 'max(abs(m.x), abs(m.y)) * 1.15',
  diamond: 'abs(m.x) + abs(m.y)',
  ring: '0.5 + max(length(m) - 0.5, 0.28 - length(m))',
} as const

const program = (distance: string) =>
  class extends NodePointProgram {
    override getDefinition() {
      return {
        ...super.getDefinition(),
        FRAGMENT_SHADER_SOURCE: `
precision mediump float;
varying vec4 v_color;
void main(void) {
  vec2 m = gl_PointCoord - vec2(0.5, 0.5);
  gl_FragColor = ${distance} > 0.5 ? vec4(0.0, 0.0, 0.0, 0.0) : v_color;
}`,
      }
    }
  }

export const MARKS = {
  circle: program(marks.circle),
  square: program(marks.square),
  diamond: program(marks.diamond),
  ring: program(marks.ring),
}
