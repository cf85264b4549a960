// @ts-check
/** @import { Mutant } from './mutant.js' */

const OFS = 'test/http/ofs.test.ts'
const SEEYON = 'test/http/seeyon.test.ts'
const SOURCES = 'test/http/sources.test.ts'

const PAGE = 'test/usecases/mirror-view.test.ts'
const ELSEWHERE = 'test/miniprogram/elsewhere.test.ts'

/** @type {readonly Mutant[]} */
export const OF_SOURCES = [
  {
    name: 'done-counts-as-agreed',
    says: 'What e-cology calls done or finished is shown as approved.',
    changes: [
      {
        file: 'server/sources/ofs/ofs-item.ts',
        from: "if (outcome === undefined) return { status: 'DONE', completeReason: 'others' }",
        to: "if (outcome === undefined) return { status: 'APPROVED', completeReason: 'approved' }",
      },
    ],
    tests: [OFS],
  },
  {
    name: 'unsaid-ending-counts-as-agreed',
    says: 'A to-do of Seeyon that is done without saying how is shown as approved.',
    changes: [
      {
        file: 'server/sources/seeyon/seeyon-pending.ts',
        from: "return known ?? { status: 'DONE', completeReason: 'others' }",
        to: "return known ?? { status: 'APPROVED', completeReason: 'approved' }",
      },
    ],
    tests: [SEEYON],
  },
  {
    name: 'late-push-undoes-a-deletion',
    says: 'A push that is older than a deletion brings the to-do back.',
    changes: [
      {
        file: 'server/domain/mirror/what-counts.ts',
        from: 'if (isDeleted(task, pushed)) return',
        to: 'if (!isOpen(task)) return',
      },
    ],
    tests: [OFS, SOURCES],
  },
  {
    name: 'decisions-for-bystanders',
    says: 'The page offers what its source lets the assignee press to everybody who sees it.',
    changes: [
      { file: 'server/usecases/mirror-view.ts', from: 'task.assignee === presser && ', to: 'presser && ' },
    ],
    tests: [PAGE],
  },
  {
    name: 'taken-back-and-read',
    says: 'Whose task a source took back goes on reading the approval.',
    changes: [
      { file: 'server/domain/instance.ts', from: ' && !(instance.mirror && isTakenBack(task))', to: '' },
    ],
    tests: [PAGE],
  },
  {
    name: 'mirrored-submitted-again',
    says: 'What another system ended may be submitted again here.',
    changes: [{ file: 'server/usecases/submit-again.ts', from: '!instance.mirror &&', to: '' }],
    tests: [PAGE],
  },
  {
    name: 'ours-in-place-of-theirs',
    says: 'A list entry opens our page although its system has one.',
    changes: [
      {
        file: 'miniprogram/features/list/list-controller.ts',
        from: 'if (page && (await opens(tt, links.own(page)))) return',
        to: 'if (page && links.own(page) === links.home) return',
      },
    ],
    tests: [ELSEWHERE],
  },
  {
    name: 'any-secret-of-any-source',
    says: 'One source pushes in the name of another.',
    changes: [
      {
        file: 'server/usecases/sources/source-secret.ts',
        from: '  const stored = await keptSecretOf(ctx, id)\n',
        to: '  const secrets = read(await ctx.store.notes.read(NOTE))\n  const stored = Object.values(secrets).find((one) => one.hash === hash)?.hash\n',
      },
    ],
    tests: [SOURCES],
  },
  {
    name: 'addresses-not-looked-at',
    says: 'A source may push from anywhere, whatever addresses it has.',
    changes: [
      {
        file: 'server/http/admit.ts',
        from: 'if (source && isListed(address, source.addresses))',
        to: 'if (source)',
      },
    ],
    tests: [SOURCES],
  },
  {
    name: 'links-of-any-scheme',
    says: 'A source has people open a link that runs a script.',
    changes: [
      {
        file: 'server/sources/read-page.ts',
        from: 'if (/^https?:\\/\\//i.test(text)) return',
        to: 'if (/^[a-z]+:/i.test(text)) return',
      },
    ],
    tests: [OFS],
  },
  {
    name: 'snapshot-ends-what-came-since',
    says: 'A snapshot ends a to-do that was pushed after it was made.',
    changes: [
      {
        file: 'server/usecases/sources/take-snapshot.ts',
        from: 'return record !== undefined && record.instance.updatedAt > takenAt',
        to: 'return record === undefined && takenAt < 0',
      },
    ],
    tests: [SOURCES],
  },
  {
    name: 'no-share-of-the-minute',
    says: 'A source pushes as much as it likes.',
    changes: [
      {
        file: 'server/usecases/sources/ledger.ts',
        from: 'if (window.used >= quota.perMinute) throw',
        to: 'if (window.used < 0) throw',
      },
    ],
    tests: [SOURCES, 'test/usecases/take-push.test.ts'],
  },
]
