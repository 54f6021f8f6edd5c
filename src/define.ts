export { defineDetector } from './detectors/define.js'
export { defineLinker } from './linkers/define.js'
export { defineSource } from './sources/define.js'
