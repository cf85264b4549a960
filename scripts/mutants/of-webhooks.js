// @ts-check
/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const OF_WEBHOOKS = [
  {
    name: 'signed-other-than-sent',
    says: 'What is signed is not, to the letter, what is sent.',
    changes: [
      {
        file: 'server/webhooks/send.ts',
        from: '...signedHeaders(secrets, { id, at: begunAt, body }),',
        to: "...signedHeaders(secrets, { id, at: begunAt, body: body + ' ' }),",
      },
    ],
    tests: ['test/webhooks/send.test.ts'],
  },
  {
    name: 'former-secret-forgotten',
    says: 'While a secret is changed the former one does not sign.',
    changes: [
      {
        file: 'server/webhooks/send.ts',
        from: '[secretOf(secretEnv), secretOf(previousOf(secretEnv))]',
        to: '[secretOf(secretEnv)]',
      },
    ],
    tests: ['test/webhooks/send.test.ts'],
  },
  {
    name: 'sent-unsigned',
    says: 'Without a secret events are sent all the same.',
    changes: [
      {
        file: 'server/webhooks/send.ts',
        from: 'if (secretOf(endpoint.secretEnv) === undefined || !secrets.every(isSecret))',
        to: 'if (secrets.length > 2)',
      },
    ],
    tests: ['test/webhooks/send.test.ts'],
  },
  {
    name: 'events-out-of-order',
    says: 'What happened last is told first.',
    changes: [
      {
        file: 'server/domain/webhooks/queues.ts',
        from: 'waiting: [...queue.waiting, sequence], by }',
        to: 'waiting: [sequence, ...queue.waiting], by }',
      },
    ],
    tests: ['test/webhooks/order.property.test.ts'],
  },
  {
    name: 'event-does-not-wait',
    says: 'An event that is not taken goes behind those that follow it.',
    changes: [
      {
        file: 'server/domain/webhooks/queues.ts',
        from: 'return { ...queue, attempts, nextTryAt: now + pauseMs, lastError: error }',
        to: 'return { ...queue, waiting: [...queue.waiting.slice(1), sequence], attempts, nextTryAt: now + pauseMs, lastError: error }',
      },
    ],
    tests: ['test/webhooks/order.property.test.ts'],
  },
  {
    name: 'event-id-per-attempt',
    says: 'Each attempt has an id of its own, so a receiver cannot tell that it has the event.',
    changes: [
      {
        file: 'server/webhooks/deliver.ts',
        from: 'const id = eventId(instanceId, sequence)',
        to: "const id = eventId(instanceId, sequence) + '.' + String(now())",
      },
    ],
    tests: ['test/webhooks/worker.test.ts'],
  },
  {
    name: 'events-beside-the-write',
    says: 'What others are told is written after the act: a kill between the two loses it.',
    changes: [
      {
        file: 'server/webhooks/with-endpoints.ts',
        from: 'return next ? { ...decided, next: announce(next, newActs(current, next), takersOf) } : decided',
        to: 'if (next) void Promise.resolve().then(() => instances.change(id, (one) => ({ next: one && announce(one, newActs(current, next), takersOf), result: null })))\n        return decided',
      },
    ],
    tests: ['test/webhooks/with-endpoints.test.ts'],
  },
  {
    name: 'told-as-it-is-now',
    says: 'A later attempt tells of the approval as it is by then.',
    changes: [
      {
        file: 'server/domain/webhooks/body.ts',
        from: 'replay(history.slice(0, told.until))',
        to: 'replay(history)',
      },
    ],
    tests: ['test/domain/webhooks.test.ts'],
  },
  {
    name: 'redirects-of-others',
    says: 'An address that leads elsewhere is taken for one that answers.',
    changes: [
      {
        file: 'server/runtime/outside/ask-outside.ts',
        from: 'if (status >= 300 && status < 400) return',
        to: 'if (status >= 900) return',
      },
    ],
    tests: ['test/runtime/ask-outside.test.ts', 'test/webhooks/send.test.ts'],
  },
  {
    name: 'dead-endpoint-never-rests',
    says: 'Every approval waits for itself until a dead endpoint does not answer it.',
    changes: [
      {
        file: 'server/domain/webhooks/health.ts',
        from: 'const MISSES_TO_REST = 3',
        to: 'const MISSES_TO_REST = 1_000_000',
      },
    ],
    tests: ['test/webhooks/worker.test.ts'],
  },
  {
    name: 'event-given-up',
    says: 'An event that was not taken nine times is skipped.',
    changes: [
      {
        file: 'server/domain/webhooks/queues.ts',
        from: 'const attempts = queue.attempts + (isTry ? 1 : 0)',
        to: 'const attempts = queue.attempts + (isTry ? 1 : 0)\n    if (attempts > 9) return { ...queue, attempts: 0, waiting: queue.waiting.slice(1) }',
      },
    ],
    tests: ['test/webhooks/worker.test.ts'],
  },
  {
    name: 'retry-after-unheard',
    says: 'Whoever asks to be left alone for ten minutes is asked again after seconds.',
    changes: [
      {
        file: 'server/domain/webhooks/health.ts',
        from: 'const asked = retryAfterMs ?? (status === BUSY ? BUSY_MS : 0)',
        to: 'const asked = status === BUSY ? BUSY_MS : 0',
      },
    ],
    tests: ['test/webhooks/worker.test.ts'],
  },
  {
    name: 'switched-off-for-good',
    says: 'An endpoint that is switched off is not tried again unless something is due by itself.',
    changes: [
      {
        file: 'server/domain/webhooks/health.ts',
        from: 'health.off !== null || now >= decidesAt(health)',
        to: 'now >= decidesAt(health) && health.off === null',
      },
    ],
    tests: ['test/webhooks/worker.test.ts'],
  },
]
