import { Empty } from '../../parts/parts.js'

export const Audit = () => (
  <>
    <h1>Audit</h1>
    <Empty title="Not there yet." />
  </>
)
