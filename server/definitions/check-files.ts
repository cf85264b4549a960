import { resolve } from 'node:path'
import type { AboutFiles } from '../../shared/operator-api.ts'
import type { PeoplePort } from '../feishu/port.ts'
import { checkPeople } from './named-people.ts'
import { readCalendarFile } from './read-calendar.ts'
import { readSourceIds, sourceFileFaults } from './read-sources.ts'
import type { DefinitionFiles } from './read-files.ts'
import { readWebhooks, unknownDefinitions, type EndpointFaults } from './read-webhooks.ts'

/** What an operator should know of the files besides what they say, the calendar and the endpoints among them. */
export async function checkFiles(
  folder: string,
  people: Pick<PeoplePort, 'person' | 'department'>,
  files: DefinitionFiles,
  endpointFaults: EndpointFaults = () => [],
): Promise<AboutFiles> {
  const calendar = await readCalendarFile(folder)
  const webhooks = await readWebhooks(folder, endpointFaults)
  const codes = files.definitions.map(({ code }) => code)
  const ids = await readSourceIds(folder)
  const others = [...webhooks.faults, ...unknownDefinitions(webhooks, files, ids)]
  const sources = await sourceFileFaults(folder, codes)
  return {
    folder: { path: resolve(folder), missing: files.isMissing, definitions: files.definitions.length },
    faults: [...files.faults, ...calendar.faults, ...others, ...sources],
    people: await checkPeople(people, files.people),
  }
}
