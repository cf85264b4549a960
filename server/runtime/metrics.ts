import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** Every request that left for Feishu, by API and what its answer meant. */
  feishuCall: (api: string, outcome: string) => void
  effectDone: (kind: string, outcome: string) => void
  /** What a push said and Feishu did not apply, by kind. */
  notApplied: (lacking: Readonly<Record<string, number>>) => void
  /** Every request to a source of options, by its host. */
  optionsAsked: (source: string, outcome: string) => void
  /** Every try to tell an endpoint of an event. */
  eventTold: (endpoint: string, outcome: string) => void
  requestDone: (route: string, status: number, ms: number) => void
  /** Counted when scraped. */
  watchOutbox: (count: () => Promise<{ pending: number; parked: number }>) => void
  /** Counted when scraped: events that wait, by endpoint. */
  watchEndpoints: (count: () => Promise<ReadonlyMap<string, { events: number }>>) => void
  /** Counted when scraped: how many definitions stand how. */
  watchDefinitions: (count: () => Promise<Readonly<Record<string, number>>>) => void
  /** Looked at when scraped. `isOpen`: the long connection; undefined: events come to an address. */
  watchEvents: (look: () => { lastAt: number | null; isOpen: boolean | undefined }) => void
  /** The Prometheus text. */
  render: () => Promise<string>
}

/** Counters of one server; nothing global, so that two can live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const { calls, effects, unapplied, requests, options, events } = createCounters(registers)
  return {
    feishuCall: (api, outcome) => {
      calls.inc({ api, outcome })
    },
    effectDone: (kind, outcome) => {
      effects.inc({ kind, outcome })
    },
    notApplied: (lacking) => {
      for (const [of, count] of Object.entries(lacking)) unapplied.inc({ of }, count)
    },
    optionsAsked: (source, outcome) => {
      options.inc({ source, outcome })
    },
    eventTold: (endpoint, outcome) => {
      events.inc({ endpoint, outcome })
    },
    requestDone: (route, status, ms) => {
      requests.observe({ route, status: String(status) }, ms / 1_000)
    },
    watchOutbox: (count) => {
      new Gauge({
        name: 'approval_outbox_effects',
        help: 'Effects that wait or were given up',
        labelNames: ['state'],
        registers,
        async collect() {
          const { pending, parked } = await count()
          this.set({ state: 'pending' }, pending)
          this.set({ state: 'parked' }, parked)
        },
      })
    },
    watchEndpoints: (count) => {
      watchEndpoints(registers, count)
    },
    watchDefinitions: (count) => {
      watchDefinitions(registers, count)
    },
    watchEvents: (look) => {
      watchEvents(registers, look)
    },
    render: () => registry.metrics(),
  }
}

function watchEndpoints(registers: Registry[], count: Parameters<Metrics['watchEndpoints']>[0]): void {
  new Gauge({
    name: 'approval_webhook_events',
    help: 'Events that wait to be told to other systems',
    labelNames: ['endpoint'],
    registers,
    async collect() {
      this.reset()
      for (const [endpoint, { events }] of await count()) this.set({ endpoint }, events)
    },
  })
}

function watchDefinitions(registers: Registry[], count: Parameters<Metrics['watchDefinitions']>[0]): void {
  new Gauge({
    name: 'approval_definitions',
    help: 'Definitions that are live, wait for Feishu or were refused by it, and files that were refused',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, number] of Object.entries(await count())) this.set({ state }, number)
    },
  })
}

function watchEvents(registers: Registry[], look: Parameters<Metrics['watchEvents']>[0]): void {
  new Gauge({
    name: 'approval_feishu_last_event_timestamp_seconds',
    help: 'When Feishu last told something that was taken; 0: not since the start',
    registers,
    collect() {
      this.set((look().lastAt ?? 0) / 1_000)
    },
  })
  if (look().isOpen === undefined) return
  new Gauge({
    name: 'approval_feishu_connection_open',
    help: 'Whether the long connection to Feishu is open',
    registers,
    collect() {
      this.set(look().isOpen === true ? 1 : 0)
    },
  })
}

function createCounters(registers: Registry[]) {
  const calls = new Counter({
    name: 'approval_feishu_calls_total',
    help: 'Requests sent to Feishu, by API and outcome',
    labelNames: ['api', 'outcome'],
    registers,
  })
  const effects = new Counter({
    name: 'approval_effects_total',
    help: 'Effects by kind and what became of an attempt',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const unapplied = new Counter({
    name: 'approval_push_not_applied_total',
    help: 'What Feishu took with a push and did not apply: approvals, tasks and copies (ccs)',
    labelNames: ['of'],
    registers,
  })
  const requests = new Histogram({
    name: 'approval_http_request_seconds',
    help: 'Requests answered, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const options = new Counter({
    name: 'approval_option_requests_total',
    help: 'Requests to other systems for options, by host and outcome',
    labelNames: ['source', 'outcome'],
    registers,
  })
  const events = new Counter({
    name: 'approval_webhook_tries_total',
    help: 'Tries to tell other systems of events, by endpoint and outcome',
    labelNames: ['endpoint', 'outcome'],
    registers,
  })
  return { calls, effects, unapplied, requests, options, events }
}
