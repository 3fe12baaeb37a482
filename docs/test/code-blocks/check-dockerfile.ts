import { validate } from 'dockerfile-utils';

/** What is wrong with a Dockerfile. A part of one need not begin with `FROM`. */
export function checkDockerfile(text: string): string[] {
  const whole = /^(FROM|ARG) /m.test(text) ? text : `FROM scratch\n${text}`;
  return validate(whole).map(({ message }) => String(message));
}
