import { Empty } from '../../parts/parts.js'

export const Settings = () => (
  <>
    <h1>Settings</h1>
    <Empty title="Not there yet." />
  </>
)
