// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_VERBS = [
  {
    name: 'rollback-takes-back-one-node',
    says: 'After a rollback the nodes behind the target stay passed, so a countersign loses its tasks.',
    changes: [
      {
        file: 'server/domain/engine/evolve-route.ts',
        from: 'return route.slice(at).filter(',
        to: 'return route.slice(at, at + 1).filter(',
      },
    ],
    tests: ['test/domain/verbs.test.ts', 'test/domain/flow.property.test.ts'],
  },
  {
    name: 'rollback-leaves-the-others-open',
    says: 'A rollback out of a countersign leaves the tasks of the others open.',
    changes: [
      {
        file: 'server/domain/verbs/rollback.ts',
        from: "    endTasks(recorder, others, 'others')\n",
        to: "    endTasks(recorder, others.slice(0, 0), 'others')\n",
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'transfer-comes-back',
    says: 'A task that was transferred is opened again for the one who gave it away.',
    changes: [
      {
        file: 'server/domain/engine/evolve-route.ts',
        from: 'one.id === seat ? { ...one, person: to } : one',
        to: 'one.id === seat ? { ...one, person: one.person || to } : one',
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'added-signers-not-waited-for',
    says: 'A node is passed although somebody who was added has not approved.',
    changes: [
      {
        file: 'server/domain/engine/seats.ts',
        from: 'hasApproved(seat) && addedTo(seat).every(isFilled)',
        to: 'hasApproved(seat)',
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'added-before-asked-after',
    says: 'Whoever was added before is asked together with the one who added them.',
    changes: [
      {
        file: 'server/domain/engine/seats.ts',
        from: 'if (before.length > 0) return before.flatMap(due)',
        to: 'if (before.length > 99) return before.flatMap(due)',
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'or-sign-taken-twice',
    says: 'After an add-sign at an or-sign node the others can still decide.',
    changes: [
      {
        file: 'server/domain/engine/seats.ts',
        from: "if (node.mode !== 'any' || !taker) return []",
        to: "if (node.mode !== 'sequential' || !taker) return []",
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'vote-lost-by-one',
    says: 'The first rejection of a vote ends the approval.',
    changes: [
      {
        file: 'server/domain/engine/seats.ts',
        from: "return typeof node.mode === 'string' || plan.roots.length - lost < needed(node.mode, plan.roots.length)",
        to: 'return plan.roots.length >= lost || needed(node.mode, plan.roots.length) > 0',
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'leaver-asked-later',
    says: 'Where a leaver’s turn is still to come, they are asked all the same, and the task vanishes with them.',
    changes: [
      {
        file: 'server/domain/engine/evolve-route.ts',
        from: '(Object.hasOwn(replaced, one) ? (replaced[one] ?? one) : one)',
        to: 'one',
      },
    ],
    tests: ['test/usecases/hand-over.test.ts'],
  },
  {
    name: 'leaver-forgotten',
    says: 'A leaver whose manager could not be looked up is taken off the list.',
    changes: [
      {
        file: 'server/usecases/leavers.ts',
        from: 'await handOverLeaver(ctx, { userId: gone.userId, manager: leaver.manager })',
        to: 'await handOverLeaver(ctx, { userId: gone.userId, manager: leaver.manager }).catch(() => ({}))',
      },
    ],
    tests: ['test/usecases/hand-over.test.ts'],
  },
  {
    name: 'branches-one-after-another',
    says: 'The branches of a group do not run side by side.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: 'if (!first?.lane) return first ? [first] : []',
        to: "if (!first?.lane || first.lane.group !== '') return first ? [first] : []",
      },
    ],
    tests: ['test/domain/branches.test.ts'],
  },
  {
    name: 'own-step-approved',
    says: 'Whoever has to submit again can approve their own step instead.',
    changes: [
      {
        file: 'server/domain/engine/own-task.ts',
        from: 'if (task.nodeId !== INITIATOR_NODE) return undefined',
        to: 'if (isOpen(task)) return undefined',
      },
    ],
    tests: ['test/domain/verbs.test.ts'],
  },
  {
    name: 'resubmitted-on-the-old-way',
    says: 'A form that was changed after a rollback takes the way of the old one.',
    changes: [
      {
        file: 'server/domain/engine/evolve-route.ts',
        from: 'route: [...own, ...route],',
        to: 'route: route.length > 0 && own.length > 0 ? instance.route : route,',
      },
    ],
    tests: ['test/e2e/verbs.test.ts'],
  },
  {
    name: 'leaver-keeps-what-they-started',
    says: 'What was rolled back to an initiator who left stays with them, so that nobody can go on.',
    changes: [
      {
        file: 'server/domain/verbs/hand-over.ts',
        from: 'const asInitiator = input.hasLeft && ownerOf(recorder.state()) === from',
        to: "const asInitiator = input.hasLeft && ownerOf(recorder.state()) === from && from === ''",
      },
    ],
    tests: ['test/domain/hand-over.test.ts', 'test/usecases/hand-over.test.ts'],
  },
  {
    name: 'delegate-cannot-give-back',
    says: 'A delegate cannot hand a task back to whose place they take.',
    changes: [
      {
        file: 'server/domain/verbs/transfer.ts',
        from: '[to], seat)',
        to: '[to])',
      },
    ],
    tests: ['test/domain/delegation.test.ts'],
  },
  {
    name: 'branch-in-a-round-that-is-not-its-own',
    says: 'A task of a branch that nobody sent back is counted to the round of the one that was.',
    changes: [
      {
        file: 'server/domain/engine/evolve.ts',
        from: 'route.find(({ id }) => id === nodeId)?.round ?? round',
        to: 'route.some(({ id }) => id === nodeId) ? round : 0',
      },
    ],
    tests: ['test/domain/branches.test.ts'],
  },
  {
    name: 'initiator-takes-over',
    says: 'A leaver’s task may go to whoever asks for the approval.',
    changes: [
      {
        file: 'server/domain/engine/admission.ts',
        from: 'if (userId === instance.initiator.userId || userId === ownerOf(instance)) return false',
        to: "if (userId === '') return false",
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'one-person-two-votes',
    says: 'Somebody who is at a node gets a second place there.',
    changes: [
      {
        file: 'server/domain/engine/admission.ts',
        from: 'person === userId && id !== seatId',
        to: "person === userId && id === ''",
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'delegate-decides-twice',
    says: 'Who decided for one of a node may be given the task of another.',
    changes: [
      {
        file: 'server/domain/engine/admission.ts',
        from: '(isOpen(task) || (hasDecided && seatOf(task) !== seatId))',
        to: 'isOpen(task) && hasDecided !== true',
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'time-approves-twice',
    says: 'Whoever did not act in time need not act at the next node either.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: "status === 'APPROVED' && !timeouts.includes('approve')",
        to: "status === 'APPROVED' && timeouts.length >= 0",
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'sent-back-and-skipped',
    says: 'An approval that is sent back to a node comes straight back from there.',
    changes: [
      {
        file: 'server/domain/engine/flow.ts',
        from: 'seat.id !== seat.person || node.isAskedAnew === true',
        to: 'seat.id !== seat.person',
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'signers-use-up-ones-time',
    says: 'The time that others take to sign before one counts as one’s own.',
    changes: [
      {
        file: 'server/domain/engine/turns.ts',
        from: "own.findLastIndex(({ completeReason }) => completeReason === 'add_pre') + 1",
        to: 'own.length * 0',
      },
    ],
    tests: ['test/domain/time-out.test.ts'],
  },
  {
    name: 'too-many-tasks-later',
    says: 'Room is kept for the tasks there are, and none for those to come.',
    changes: [
      {
        file: 'server/domain/engine/limits.ts',
        from: 'tasks.length + ahead + more <= MOST_TASKS',
        to: 'tasks.length + ahead * 0 + more <= MOST_TASKS',
      },
    ],
    tests: ['test/domain/who-decides.test.ts'],
  },
  {
    name: 'postponements-piled-up',
    says: 'Whoever puts a task off again and again makes the record larger each time.',
    changes: [
      {
        file: 'server/domain/outbox/fold-history.ts',
        from: 'if (gone.length === 0) return { history, effects }',
        to: 'if (gone.length >= 0) return { history, effects }',
      },
    ],
    tests: ['test/domain/growth.test.ts'],
  },
  {
    name: 'message-with-other-words',
    says: 'A message that waits says what another act of the history says, once a postponement was replaced.',
    changes: [
      {
        file: 'server/domain/outbox/fold-history.ts',
        from: 'gone.filter((at) => at < message.act).length',
        to: 'gone.filter((at) => at > message.act).length',
      },
    ],
    tests: ['test/domain/growth.test.ts'],
  },
]
