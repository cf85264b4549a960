import { createCheck, createOlderCheck } from './check-instances.ts'
import { createDefine, createDefinitionRead, createOlderDefine } from './define.ts'
import { createEndpoint, type DoorDeps, type DoorEndpoint, type Work } from './door.ts'
import { createOlderTaskList, createTaskList } from './list-tasks.ts'
import { createLogIn } from './log-in.ts'
import type { PassOnPort } from '../../feishu/port.ts'
import { createPersonRead, createPeopleSearch } from './pass-on.ts'
import { createMessageSend, createMessageUpdate } from './send-message.ts'
import { createOlderPush, createPush } from './push-instance.ts'

type Deps = DoorDeps & { passOn: PassOnPort }

/** Feishu's own API, spoken to us by sources of format feishu. */
export function createFeishuDoor(deps: Deps) {
  const { ctx, passOn } = deps
  const door = (work: Work): DoorEndpoint => createEndpoint(deps, work)
  return {
    logIn: createLogIn(deps),
    define: door(createDefine(ctx)),
    defineOlder: door(createOlderDefine(ctx)),
    readDefinition: door(createDefinitionRead(ctx)),
    push: door(createPush(ctx)),
    pushOlder: door(createOlderPush(ctx)),
    check: door(createCheck(ctx)),
    checkOlder: door(createOlderCheck(ctx)),
    listTasks: door(createTaskList(ctx)),
    listTasksOlder: door(createOlderTaskList(ctx)),
    sendMessage: door(createMessageSend(ctx)),
    updateMessage: door(createMessageUpdate(ctx)),
    findPeople: door(createPeopleSearch(passOn)),
    readPerson: door(createPersonRead(passOn)),
  }
}
