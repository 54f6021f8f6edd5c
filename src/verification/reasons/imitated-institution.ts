import { defineReason } from '../define.js'

export default defineReason({
  id: 'imitated-institution',
  family: 'institution',
  speaks: 'fraud',
  firmness: 1,
  title: 'A domain made to look like an institution',
  why: `A programme for students is asked for with the domain of a university. Who has none takes one that looks like it:
    letters that look alike, the real domain in front of another, its name joined to a word for learning or under a suffix that is one, or one letter off.`,
  benign: [
    'A student union, a spin-off or a shop of the same name; a small firm whose name is one letter from a college’s; a school with the name of a university elsewhere.',
  ],
  evasions: [
    'An address at a real institution, bought or kept after leaving: current enrolment remains to be shown.',
  ],
  needs: ['email_domain|institution_domain'],
  programs: ['education', 'research'],
  bits_max: 6,
  answered_by: ['documents'],
  statement: 'The domain is not that of {name} ({domain}), and is made like it.',
  weigh: ({ imitated }) =>
    imitated === undefined
      ? undefined
      : { bits: 6, said: { name: imitated.name || 'an institution', domain: imitated.domain } },
  cases: {
    speaks: {
      'zero for o': { application: { program: 'education', email_domain: 'stanf0rd.edu' } },
      'Cyrillic letters': { application: { program: 'education', email_domain: 'hаrvard.edu' } },
      'the real one in front': {
        application: { program: 'education', email_domain: 'harvard.edu.mail-login.com' },
      },
      'joined to a word for learning': {
        application: { program: 'research', email_domain: 'stanford-edu.com' },
      },
      'its name under a suffix that anybody registers under': {
        application: { program: 'education', email_domain: 'stanford.education' },
      },
      'one letter off': {
        application: { program: 'education', institution_domain: 'uni-heidelburg.de' },
      },
    },
    quiet: {
      'the real one': { application: { program: 'education', email_domain: 'stanford.edu' } },
      'a faculty of it': { application: { program: 'education', email_domain: 'cs.stanford.edu' } },
      'a school whose name others have as well': {
        application: { program: 'education', email_domain: 'trinity.academy' },
      },
      'a firm': { application: { program: 'education', email_domain: 'northlumen.com' } },
      'an ordinary sign-up': { application: { email_domain: 'stanford-edu.com' } },
    },
  },
})
