// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_DELIVERY = [
  {
    name: 'replace-instead-of-update',
    says: 'Pushes replace what Feishu holds, so that a late repeat brings an older state back.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: "const mode = record.repairBy ?? 'UPDATE'",
        to: "const mode = record.repairBy ?? 'REPLACE'",
      },
    ],
    tests: ['test/delivery/update-mode.test.ts'],
  },
  {
    name: 'proxys-word-believed',
    says: 'What a proxy said while it gave up waiting for Feishu counts as surely not done.',
    changes: [
      {
        file: 'server/domain/outbox/outcome.ts',
        from: 'SURELY_NOT_DONE[kind] && (httpStatus === null || httpStatus < 500)',
        to: 'SURELY_NOT_DONE[kind] && (httpStatus === null || httpStatus < 5_000)',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'uuid-per-retry',
    says: 'A card that may be there is sent again under another uuid.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: "return { plan: { do: 'send_card', card, first: false } }",
        to: "return { plan: { do: 'send_card', card: { ...card, uuid: card.uuid + String(now) }, first: false } }",
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'limits-begin-anew-with-a-start',
    says: 'Who starts knows nothing of what left before it, and sends as if the minute were new.',
    changes: [
      {
        file: 'server/feishu/gate/pacing.ts',
        from: '  for (const mark of requests?.earlier ?? []) recall(mark)\n',
        to: '  void recall\n',
      },
    ],
    tests: ['test/feishu/pacing.property.test.ts'],
  },
  {
    name: 'requests-log-loses-the-latest',
    says: 'When the log of requests is full, the file that has just been written is emptied.',
    changes: [
      {
        file: 'server/store/embedded/request-log.ts',
        from: 'const other = at === 0 ? 1 : 0',
        to: 'const other = at',
      },
    ],
    tests: ['test/store/request-log.test.ts'],
  },
  {
    name: 'card-of-an-ended-task-sent',
    says: 'A card whose task has ended before the first try is sent all the same.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: 'if (!isOpen(task) || withoutCards)',
        to: 'if (withoutCards)',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'first-try-not-stored',
    says: 'After a crash nobody knows that the card may have been sent, nor since when.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: 'next: editCard(record, task.id, () => tried),',
        to: 'next: record,',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'uuid-repeated-for-ever',
    says: 'An unclear card is sent again when Feishu has forgotten its uuid.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: 'if (mayRepeat(card.firstTriedAt, now)) return',
        to: 'if (mayRepeat(card.firstTriedAt, card.firstTriedAt)) return',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'newer-state-taken-for-pushed',
    says: 'A push that was overtaken by a change counts for that change too.',
    changes: [
      {
        file: 'server/domain/outbox/after-push.ts',
        from: '  instance.clock > clock\n',
        to: '  instance.clock < clock\n',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'refused-effect-dropped',
    says: 'What Feishu refuses for good is gone, and no operator hears of it.',
    changes: [
      {
        file: 'server/domain/outbox/outcome.ts',
        from: "      return giveUp('refused')",
        to: "      return { ...giveUp('refused'), next: without(base, ({ id }) => id === effectId) }",
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'waiting-counts-as-trying',
    says: 'Being asked to wait uses up the attempts.',
    changes: [
      {
        file: 'server/domain/outbox/outcome.ts',
        from: "return wait(failure.retryAfterMs ?? PACE_MS, attempts, 'held')",
        to: "return wait(failure.retryAfterMs ?? PACE_MS, attempts + 1, 'held')",
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'limiter-stamped-at-send',
    says: 'A slot is free one window after the request left, though Feishu counts it when it arrives.',
    changes: [
      {
        file: 'server/feishu/gate/slots.ts',
        from: 'for (const window of windows) window.take()',
        to: `for (const window of windows) {
        window.take()
        window.arrived(sentAt)
      }`,
      },
      {
        file: 'server/feishu/gate/slots.ts',
        from: '    for (const window of windows) window.arrived(now)\n',
        to: '    void now\n',
      },
    ],
    tests: ['test/feishu/pacing.property.test.ts'],
  },
  {
    name: 'reset-time-ignored',
    says: 'A refusal for the pace does not close the lane.',
    changes: [
      {
        file: 'server/feishu/gate/pacing.ts',
        from: 'paced.lane.close(now + pauseMs)',
        to: '',
      },
    ],
    tests: ['test/delivery/reset-time.test.ts'],
  },
  {
    name: 'one-lane-for-all',
    says: 'Calls of one API use up the limit of another.',
    changes: [
      {
        file: 'server/feishu/gate/pacing.ts',
        from: 'const known = lanes.get(api)',
        to: 'const known = [...lanes.values()][0]',
      },
    ],
    tests: ['test/delivery/reset-time.test.ts'],
  },
  {
    name: 'one-instance-at-a-time',
    says: 'An instance whose push hangs holds up every other.',
    changes: [
      {
        file: 'server/delivery/worker.ts',
        from: 'concurrency = CONCURRENCY',
        to: 'concurrency = 1',
      },
    ],
    tests: ['test/delivery/worker.test.ts'],
  },
  {
    name: 'waits-for-a-wrong-clock',
    says: 'What was stored while the clock of the machine was ahead waits until that time comes.',
    changes: [
      {
        file: 'server/store/row/fair-queue.ts',
        from: 'return last && isTooFar(last.at, now, longestMs) && !hasEnough(last.by) ? last : next',
        to: 'return next',
      },
    ],
    tests: ['test/store/memory.test.ts'],
  },
  {
    name: 'whoever-has-most-goes-first',
    says: 'Everybody waits until all is delivered that one person caused before them.',
    changes: [
      {
        file: 'server/store/row/fair-queue.ts',
        from: 'if (!next || turns.of(head.by) < turns.of(next.by)) next = head',
        to: 'if (!next) next = head',
      },
    ],
    tests: ['test/delivery/fairness.test.ts'],
  },
  {
    name: 'messages-before-cards',
    says: 'Copies and comments leave in the order in which they came, whatever cards wait.',
    changes: [
      {
        file: 'server/feishu/gate/departures.ts',
        from: "isMessagesTurn() ? ['messages', 'todos'] : ['todos', 'messages']",
        to: "isMessagesTurn() ? ['messages', 'todos'] : ['messages', 'todos']",
      },
    ],
    tests: ['test/delivery/fairness.test.ts'],
  },
  {
    name: 'messages-fill-the-window',
    says: 'Messages may take every slot of a minute, and a card waits for the next one.',
    changes: [
      {
        file: 'server/feishu/gate/departures.ts',
        from: 'slotMs(isBehind || hasHadMuch(waiter) ? KEPT : 0)',
        to: 'slotMs(hasHadMuch(waiter) ? KEPT : 0)',
      },
    ],
    tests: ['test/delivery/fairness.test.ts'],
  },
  {
    name: 'quota-hold-never-lifted',
    says: 'Once the quota was used up, the request that tries for all says to nobody that it got through.',
    changes: [
      {
        file: 'server/feishu/gate/pacing.ts',
        from: '    else if (pass.triesQuota) hold.open()\n',
        to: '',
      },
    ],
    tests: ['test/feishu/pacing.test.ts'],
  },
  {
    name: 'quota-holds-nothing',
    says: 'While the quota is used up, every request leaves, and each is refused.',
    changes: [
      {
        file: 'server/feishu/gate/quota-hold.ts',
        from: 'opensAt: () => (trying ? Infinity : until)',
        to: 'opensAt: () => 0',
      },
    ],
    tests: ['test/feishu/pacing.test.ts'],
  },
  {
    name: 'one-fills-the-minute',
    says: 'The cards of one person may take every slot of a minute, and a colleague’s waits for the next one.',
    changes: [
      {
        file: 'server/feishu/gate/departures.ts',
        from: 'shares.of(by, now()) >= KEPT * perMinute',
        to: 'shares.of(by, now()) >= perMinute',
      },
    ],
    tests: ['test/delivery/fairness.test.ts'],
  },
  {
    name: 'one-has-all-places',
    says: 'Whatever one person caused and waits at the gate holds every place of those who deliver.',
    changes: [
      {
        file: 'server/store/row/allowance.ts',
        from: '(own.get(who) ?? 0) >= limit',
        to: '(own.get(who) ?? 0) === Infinity',
      },
    ],
    tests: ['test/delivery/fairness.test.ts'],
  },
  {
    name: 'writes-in-the-order-they-came',
    says: 'What is delivered for a colleague waits until hundreds of one person’s are written.',
    changes: [
      {
        file: 'server/runtime/concurrency-limit.ts',
        from: 'turns.of(one[0]) < turns.of(next[0])',
        to: 'one[0] === next[0]',
      },
    ],
    tests: ['test/runtime/concurrency-limit.test.ts'],
  },
  {
    name: 'what-feishu-applied-not-read',
    says: 'Whether Feishu did what it took is not looked at: a lost copy stays lost.',
    changes: [
      {
        file: 'server/domain/outbox/proof.ts',
        from: 'if (!expected || !applied) return null',
        to: 'if (!expected || !applied || applied.tasks >= 0) return null',
      },
    ],
    tests: ['test/delivery/silent-losses.test.ts'],
  },
  {
    name: 'ignored-repeat-taken-for-a-loss',
    says: 'A push that Feishu has already, as only its answer was lost, counts as not applied.',
    changes: [
      {
        file: 'server/domain/outbox/proof.ts',
        from: '  if (applied.instance === 0 && (expected.mayBeThere || applied.isRepeat)) return null\n',
        to: '',
      },
    ],
    tests: ['test/delivery/silent-losses.test.ts'],
  },
  {
    name: 'older-items-expected-again',
    says: 'What an earlier push with an unknown outcome brought has to be applied once more.',
    changes: [
      {
        file: 'server/domain/outbox/outcome.ts',
        from: "  if (failure.class === 'not_sent') return known",
        to: 'if (plan.clock > 0) return known',
      },
    ],
    tests: ['test/delivery/silent-losses.test.ts'],
  },
  {
    name: 'repair-of-a-loss-without-end',
    says: 'What is lacking even when all is replaced is pushed again and again.',
    changes: [
      {
        file: 'server/domain/outbox/after-push.ts',
        from: "if (plan.mode === 'REPLACE' && !hasMoved(record, plan)) {",
        to: "if (plan.mode === 'REPLACE' && hasMoved(record, plan)) {",
      },
    ],
    tests: ['test/domain/proof.test.ts'],
  },
  {
    name: 'strange-counts-believed-for-ever',
    says: 'Counts that never come out right make every push a double one.',
    changes: [
      {
        file: 'server/delivery/proof.ts',
        from: 'from: () => (isOver ? null : from),',
        to: 'from: () => from,',
      },
    ],
    tests: ['test/delivery/proof.test.ts'],
  },
  {
    name: 'replace-again-after-a-kill',
    says: 'Whoever comes after a kill replaces again at once: the one before may land later and undo what came after.',
    changes: [
      {
        file: 'server/domain/outbox/plan.ts',
        from: "return mode === 'REPLACE' ? { next: { ...record, replaceLeftAt: now }, plan } : { plan }",
        to: 'return { plan }',
      },
    ],
    tests: ['test/domain/outcome.test.ts'],
  },
  {
    name: 'one-approval-ends-the-proof',
    says: 'Counts of one approval that stays incomplete are taken for those of many.',
    changes: [
      {
        file: 'server/delivery/proof.ts',
        from: 'seen.add(instanceOfEffect(effect.id))',
        to: 'seen.add(String(day.pushes))',
      },
    ],
    tests: ['test/delivery/proof.test.ts'],
  },
  {
    name: 'orphans-retired-unasked',
    says: 'What nobody here knows leaves Feishu’s lists although it was only to be named.',
    changes: [
      {
        file: 'server/reconcile/reconcile.ts',
        from: "  if (what === 'list') return all\n",
        to: '',
      },
    ],
    tests: ['test/reconcile/unknown.test.ts'],
  },
  {
    name: 'known-approval-retired',
    says: 'An approval that began after the look is retired as unknown.',
    changes: [
      {
        file: 'server/reconcile/retire.ts',
        from: '    if (await deps.store.instances.read(instance)) continue\n',
        to: '',
      },
    ],
    tests: ['test/reconcile/unknown.test.ts'],
  },
  {
    name: 'definition-of-another-app-retired',
    says: 'Whatever the list holds is ours, also what belongs to a definition of somebody else.',
    changes: [
      {
        file: 'server/reconcile/unknown.ts',
        from: 'const definition = definitions.get(one.approvalCode)',
        to: "const definition = definitions.get(one.approvalCode) ?? 'leave'",
      },
    ],
    tests: ['test/reconcile/unknown.test.ts'],
  },
]
