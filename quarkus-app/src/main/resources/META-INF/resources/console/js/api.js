// The REST interface. Every refusal becomes an Error with the problem's own sentence.

export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.status = problem.status;
    this.title = problem.title;
  }
}

async function answer(response) {
  if (response.ok) {
    const type = response.headers.get('content-type') ?? '';
    return type.includes('json') && response.status !== 204 ? response.json() : response;
  }
  let problem;
  try {
    problem = await response.json();
  } catch {
    problem = { title: 'no-answer', detail: `The service answered ${response.status}.` };
  }
  throw new Refused({ ...problem, status: response.status });
}

export const get = (path, options) => fetch('/api/v1' + path, options).then(answer);

export const send = (method, path, body, headers = {}) =>
  fetch('/api/v1' + path, {
    method,
    headers: { 'X-Sam3-Console': '1', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).then(answer);

/** Tells a job what to do, in the words of the command line: "pause", "retry-chunk 3". */
export const command = (key, words) => {
  const [verb, ...values] = words.split(' ');
  return send('POST', `/jobs/${key}/${verb}`, values);
};

/** Uploads a file; progress is told from 0 to 1. */
export function upload(file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/videos');
    request.setRequestHeader('X-Sam3-Console', '1');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => {
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch {
        body = { title: 'no-answer', detail: `The service answered ${request.status}.` };
      }
      request.status < 300 ? resolve(body) : reject(new Refused({ ...body, status: request.status }));
    };
    request.onerror = () => reject(new Refused({ title: 'no-connection', detail: 'The connection to the service broke.' }));
    signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('video', file);
    request.send(form);
  });
}

/** Follows a job until it ends; returns what stops following. */
export function follow(key, onJob) {
  const source = new EventSource(`/api/v1/jobs/${key}/events`);
  const take = (event) => onJob(JSON.parse(event.data));
  source.onmessage = take;
  source.addEventListener('progress', take);
  source.addEventListener('end', () => source.close());
  return () => source.close();
}
