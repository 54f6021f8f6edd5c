import { useState } from 'react'
import { Dialog } from '../parts/dialog.js'
import { shortId } from '../parts/format.js'
import { type Conclusion, ruling } from './campaign-deeds.js'
import { DeedForm } from './deed-dialog.js'
import { Radius } from './radius.js'

const CHOICES: readonly (readonly [Conclusion, string])[] = [
  ['benign', 'It is innocent. One person; it frees everybody in it at once.'],
  ['campaign', 'It is a campaign. Two people.'],
  ['undecided', 'It is undecided. Two people.'],
]

/** A ruling on a campaign. One that may touch somebody says first whom. */
export function RuleDialog({
  campaignId,
  onClose,
}: {
  readonly campaignId: string
  readonly onClose: () => void
}) {
  const [conclusion, setConclusion] = useState<Conclusion>()
  return (
    <Dialog title={`Rule on campaign ${shortId(campaignId)}`} onClose={onClose}>
      <DeedForm
        deedOf={(reason) => ruling(campaignId, conclusion ?? 'undecided', reason)}
        submit={conclusion === 'benign' || conclusion === undefined ? 'Rule' : 'Propose or agree'}
        isReady={conclusion !== undefined}
        onDone={onClose}
        preview={
          conclusion !== undefined && conclusion !== 'benign' && <Radius campaignId={campaignId} />
        }
      >
        <fieldset>
          <legend>What is it?</legend>
          {CHOICES.map(([value, words]) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="conclusion"
                value={value}
                checked={conclusion === value}
                onChange={() => setConclusion(value)}
              />{' '}
              {words}
            </label>
          ))}
        </fieldset>
      </DeedForm>
    </Dialog>
  )
}
