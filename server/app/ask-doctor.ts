import { randomBytes } from 'node:crypto'
import {
  SetupStep,
  type DoctorReport,
  type DoctorRequest,
  type StepOutcome,
} from '../../shared/operator-api.ts'
import { askChallenge } from '../callbacks/challenge.ts'
import { checkFiles } from '../definitions/check-files.ts'
import { readDefinitionFiles } from '../definitions/read-files.ts'
import { checkContactRange, examine, type DoctorDeps } from '../doctor/doctor.ts'
import type { StoreDeps } from '../doctor/store.ts'
import { createFetchText } from '../feishu/fetch-text.ts'
import type { FeishuPort } from '../feishu/port.ts'
import { createMetrics } from '../runtime/metrics.ts'
import { configure } from '../setup/configure.ts'
import { mend } from '../setup/mend.ts'
import { stepsFor, type WantedApp } from '../setup/wanted.ts'
import { endpointFaultsOf } from './connect-endpoints.ts'
import { sourceFaultsOf } from './connect-sources.ts'
import { showsInBrowsers } from './web-app-settings.ts'
import { connectFeishu, type AppDeps, type AppSettings } from './wire.ts'

type OwnDoctorDeps = StoreDeps &
  Pick<
    DoctorDeps,
    | 'notTaken'
    | 'isQuotaUsedUp'
    | 'findPeople'
    | 'lastEventAt'
    | 'readUsage'
    | 'connection'
    | 'listEndpoints'
    | 'listSources'
  >

/** Examines, and where that is asked for, mends and examines again. */
export async function askDoctor(
  feishu: FeishuPort,
  settings: AppSettings,
  { fix }: DoctorRequest,
  own: OwnDoctorDeps,
): Promise<DoctorReport> {
  const deps = depsOf(feishu, settings, own)
  const findings = await examine(deps)
  if (!fix) return { findings }
  const mended = await mend(feishu.setup, await wantedApp(settings), findings)
  return { findings: mended.length === 0 ? findings : await examine(deps), mended }
}

function depsOf(feishu: FeishuPort, settings: AppSettings, own: OwnDoctorDeps): DoctorDeps {
  const { publicUrl, reminders, definitionsDir, feishu: app } = settings
  const { verificationToken, encryptKey, pages, events, proxy } = app
  const hasSecrets = verificationToken !== undefined || encryptKey !== undefined
  return {
    feishu: feishu.doctor,
    publicUrl,
    pages,
    inBrowsers: showsInBrowsers(settings),
    eventsBy: events,
    reminds: reminders.time !== 'off',
    attends: () => attendsIn(settings),
    fetchText: createFetchText(proxy),
    challenge:
      events === 'webhook' && hasSecrets
        ? askChallenge({ verificationToken, encryptKey }, randomBytes)
        : undefined,
    readFiles: async () =>
      checkFiles(
        definitionsDir,
        feishu.people,
        await readDefinitionFiles(definitionsDir, sourceFaultsOf(settings)),
        endpointFaultsOf(settings),
      ),
    ...own,
  }
}

async function wantedApp(settings: AppSettings): Promise<WantedApp> {
  const { publicUrl, feishu: app } = settings
  const { appId, baseUrl, pages, events: eventsBy, verificationToken, encryptKey } = app
  const inBrowsers = showsInBrowsers(settings)
  const attends = await attendsIn(settings)
  return { appId, baseUrl, publicUrl, pages, inBrowsers, eventsBy, verificationToken, encryptKey, attends }
}

/** A file that cannot be read asks for nothing. */
async function attendsIn({ definitionsDir }: AppSettings): Promise<boolean> {
  const files = await readDefinitionFiles(definitionsDir).catch(() => undefined)
  return files?.definitions.some(({ then }) => then !== undefined) ?? false
}

/** What can be found out without opening the store: another process has it, or it is damaged. */
export function seeDoctorOutside(
  settings: AppSettings,
  deps: AppDeps,
  request: DoctorRequest,
  { pingStore, checkStore }: StoreDeps,
): Promise<DoctorReport> {
  const feishu = connectOutside(settings, deps)
  const known = {
    pingStore,
    checkStore,
    isQuotaUsedUp: feishu.quota.isUsedUp,
    notTaken: () => [],
    findPeople: undefined,
    lastEventAt: undefined,
    readUsage: undefined,
    connection: undefined,
    listEndpoints: undefined,
    listSources: undefined,
  }
  return askDoctor(feishu, settings, request, known)
}

/** Sets what these settings need on Feishu's side. An app that was there keeps its people, unless that is nobody. */
export async function setUpApp(settings: AppSettings, deps: AppDeps, isNew: boolean): Promise<StepOutcome[]> {
  const { doctor, setup } = connectOutside(settings, deps)
  const app = await wantedApp(settings)
  const isForEveryone =
    isNew || (await checkContactRange({ feishu: doctor })).some(({ step }) => step === 'people')
  const steps = stepsFor(app, SetupStep.options).filter((step) => step !== 'people' || isForEveryone)
  return configure(setup, app, steps)
}

function connectOutside(settings: AppSettings, { clock, log }: AppDeps): ReturnType<typeof connectFeishu> {
  const sign = (): never => {
    throw new Error('there is no store, and so no key to sign with')
  }
  const { signal } = new AbortController()
  return connectFeishu({ settings, clock, log, metrics: createMetrics(), sign }, signal)
}
