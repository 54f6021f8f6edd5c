import { defineReason } from '../define.js'

export default defineReason({
  id: 'proved-institution',
  family: 'institution',
  speaks: 'innocence',
  firmness: 1,
  title: 'An institution answered for it',
  why: 'A letter to an address of a known institution was answered, or the institution signed the person in. That is one person there.',
  benign: ['Students, teachers, researchers.'],
  evasions: ['Addresses of students, bought or stolen one by one.'],
  needs: ['email_domain|institution_domain', 'proofs'],
  bits_max: 4,
  statement: '{name} answered for the applicant.',
  weigh: ({ institution, institution_of_mail, mail_kind, proofs }) => {
    if (proofs.has('institution_sign_in') && institution !== undefined)
      return { bits: 4, said: { name: institution.name || institution.domain } }
    if (!proofs.has('institution_mail') || institution_of_mail === undefined) return undefined
    const { name, domain } = institution_of_mail
    return mail_kind === 'former' ? undefined : { bits: 3, said: { name: name || domain } }
  },
  cases: {
    speaks: {
      'a student of a known one': {
        application: { email_domain: 'tum.de', proofs: ['institution_mail'] },
      },
    },
    quiet: {
      'not yet': { application: { email_domain: 'tum.de' } },
      'one that left': {
        application: { email_domain: 'alumni.stanford.edu', proofs: ['institution_mail'] },
      },
      'a domain of its own, and an institution that was only named': {
        application: {
          email_domain: 'stanford-edu.com',
          institution_domain: 'stanford.edu',
          proofs: ['institution_mail'],
        },
      },
      'a firm': { application: { email_domain: 'northlumen.com', proofs: ['institution_mail'] } },
    },
  },
})
