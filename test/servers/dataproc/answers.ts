import { Metadata, type ServerUnaryCall, type ServiceError, type sendUnaryData, status } from '@grpc/grpc-js'
import type { Fault, FaultSchedule } from '../faults.ts'

/** An error with which a call is answered. */
export class Refusal extends Error {
  readonly code: status
  readonly metadata: Metadata

  constructor(code: status, message: string, metadata = new Metadata()) {
    super(message)
    this.code = code
    this.metadata = metadata
  }
}

export type Method<Request, Response> = (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => void

/** Makes calls go wrong as the schedule says, and else has them answered. */
export class Answers {
  readonly #faults: FaultSchedule
  readonly #cut: () => void

  /** @param cut ends every connection. */
  constructor(faults: FaultSchedule, cut: () => void) {
    this.#faults = faults
    this.#cut = cut
  }

  /** @param work does what the call asks for. It is told of a fault that is its own: `slow-poll`, `job-failure`, `half-written`. */
  method<Request, Response>(name: string, work: (request: Request, fault: Fault | null) => Response): Method<Request, Response> {
    return (call, answer) => {
      const fault = this.#faults.take(name)
      const refuse = (refusal: Refusal): void => answer(refusal as Partial<ServiceError>)
      const before = fault === null ? null : refusalBefore(fault)
      if (before !== null) return refuse(before)
      if (fault?.kind === 'reset') return this.#cut()
      let response: Response
      try {
        response = work(call.request, fault)
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem
        return refuse(problem)
      }
      if (fault?.kind === 'lost-response') return this.#cut()
      if (fault?.kind === 'unavailable-after') return refuse(new Refusal(status.UNAVAILABLE, 'The service is currently unavailable.'))
      if (fault?.kind === 'exists') return refuse(new Refusal(status.ALREADY_EXISTS, 'Already exists.'))
      answer(null, response)
    }
  }
}

function refusalBefore({ kind, retryAfterSeconds = 1 }: Fault): Refusal | null {
  if (kind === 'unavailable-before') return new Refusal(status.UNAVAILABLE, 'The service is currently unavailable.')
  if (kind === 'expired-credentials') {
    const said =
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.'
    return new Refusal(status.UNAUTHENTICATED, said)
  }
  if (kind !== 'too-many') return null
  const said = "Quota exceeded for quota metric 'Job operation requests' and limit 'Job operation requests per minute per region'."
  return new Refusal(
    status.RESOURCE_EXHAUSTED,
    said,
    details(status.RESOURCE_EXHAUSTED, said, [
      any('google.rpc.ErrorInfo', Buffer.concat([bytes(1, Buffer.from('RATE_LIMIT_EXCEEDED')), bytes(2, Buffer.from('googleapis.com'))])),
      any('google.rpc.RetryInfo', bytes(1, Buffer.concat([varint(1, retryAfterSeconds)]))),
    ]),
  )
}

/** `google.rpc.Status` in the trailer in which gRPC carries it. */
function details(code: number, message: string, entries: readonly Buffer[]): Metadata {
  const metadata = new Metadata()
  metadata.set(
    'grpc-status-details-bin',
    Buffer.concat([varint(1, code), bytes(2, Buffer.from(message)), ...entries.map(one => bytes(3, one))]),
  )
  return metadata
}

function any(type: string, value: Buffer): Buffer {
  return Buffer.concat([bytes(1, Buffer.from(`type.googleapis.com/${type}`)), bytes(2, value)])
}

/** A field of bytes, a text or a message, as protobuf writes it. */
function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(field << 3) | 2, ...base128(value.length)]), value])
}

function varint(field: number, value: number): Buffer {
  return Buffer.from([field << 3, ...base128(value)])
}

function base128(value: number): number[] {
  const low = value & 0x7f
  return value < 0x80 ? [low] : [low | 0x80, ...base128(value >>> 7)]
}
