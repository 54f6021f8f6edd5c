import { Empty } from '../../parts/parts.js'

export const Verification = () => (
  <>
    <h1>Verification</h1>
    <Empty title="Not there yet." />
  </>
)
