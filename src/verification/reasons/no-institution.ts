import { defineReason } from '../define.js'

export default defineReason({
  id: 'no-institution',
  family: 'institution',
  speaks: 'fraud',
  firmness: 0,
  title: 'No institution that is known',
  why: 'Whoever asks for a programme of learning or research without the address of an institution shows nothing yet.',
  benign: [
    'Schools of most places are on no list; self-taught researchers; institutions whose members use free addresses.',
  ],
  evasions: ['An address at a real institution.'],
  needs: ['email_domain|institution_domain'],
  programs: ['education', 'research'],
  bits_max: 1,
  answered_by: ['documents'],
  statement: 'Neither the address nor a domain that was named is that of a known institution.',
  weigh: ({ institution, mail_kind }) =>
    institution === undefined && mail_kind !== 'former' ? { bits: 1 } : undefined,
  cases: {
    speaks: {
      'a free address': { application: { program: 'education', email_domain: 'gmail.com' } },
    },
    quiet: {
      'a university': { application: { program: 'education', email_domain: 'tum.de' } },
      'a free address and the university named': {
        application: {
          program: 'education',
          email_domain: 'gmail.com',
          institution_domain: 'tum.de',
        },
      },
      'an ordinary sign-up': { application: { email_domain: 'gmail.com' } },
    },
  },
})
