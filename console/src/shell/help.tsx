import { Dialog } from '../parts/dialog.js'
import { useKeyBook } from './keys.js'
import { PAGES } from './pages.js'

/** What every key does, those of the open page first. */
export function Help() {
  const { all, closeHelp } = useKeyBook()
  return (
    <Dialog title="Keyboard" onClose={closeHelp}>
      {all().length > 0 && (
        <>
          <h3>On this page</h3>
          <dl className="keys">
            {all().map(({ key, does }) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3>Everywhere</h3>
      <dl className="keys">
        <div>
          <dt>
            <kbd>Ctrl</kbd> <kbd>K</kbd>
          </dt>
          <dd>find a page, a campaign or an account</dd>
        </div>
        {PAGES.map(({ letter, title }) => (
          <div key={letter}>
            <dt>
              <kbd>g</kbd> <kbd>{letter}</kbd>
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
