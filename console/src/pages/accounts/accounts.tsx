import { Empty } from '../../parts/parts.js'

export const Accounts = () => (
  <>
    <h1>Accounts</h1>
    <Empty title="Not there yet." />
  </>
)
