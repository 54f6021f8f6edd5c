/** Whether it had something to look at in the last run. */
export const State = ({ missing }: { readonly missing: readonly string[] }) =>
  missing.length === 0 ? (
    <>on</>
  ) : (
    <>
      <b>off</b>: wants <code>{missing.map((one) => one.replaceAll('|', ' or ')).join(', ')}</code>
    </>
  )
