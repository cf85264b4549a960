import { z } from 'zod'

/* For the document alone: what comes is read field by field, in whatever case and type it is written. */

const Text = z.union([z.string(), z.number()]).optional()

export const OfsBody = z.looseObject({
  syscode: Text,
  flowid: z.union([z.string(), z.number()]),
  requestname: Text,
  workflowname: Text,
  nodename: Text,
  pcurl: Text,
  appurl: Text,
  creator: Text,
  createdatetime: Text,
  receiver: Text,
  receivedatetime: Text,
  /** 0 to do, 2 done, 4 finished, 8 copied. */
  isremark: Text,
  /** 0 unread, 1 read. */
  viewtype: Text,
  /** The clock: of one to-do the greatest counts. */
  receivets: Text,
  /** Of deleteUserRequestInfoByJson. */
  userid: Text,
})

export const SeeyonBody = z.looseObject({
  registerCode: Text,
  taskId: z.union([z.string(), z.number()]),
  title: Text,
  senderName: Text,
  classify: Text,
  contentType: Text,
  /** 0 to do, 1 done. */
  state: Text,
  /** 0 agreed, 1 disagreed, 2 cancelled, 3 rejected. */
  subState: Text,
  thirdSenderId: Text,
  thirdReceiverId: Text,
  creationDate: Text,
  content: Text,
  url: Text,
  h5url: Text,
  noneBindingSender: Text,
  noneBindingReceiver: Text,
})

export const SeeyonPendings = z.looseObject({ registerCode: Text, pendingList: z.array(SeeyonBody) })

export const SnapshotBody = z.looseObject({
  /** When it was made; now, without. */
  takenAt: Text,
  items: z.array(z.union([OfsBody, SeeyonBody])),
})
