/** Runs Ivy, the fetcher of jars that comes with pyspark. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javaNetworkOptions } from './java-network.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

/**
 * Fetches jars into a directory: exactly those named, or, when `transitive`, also those they need at run time.
 * `layout` is Ivy's pattern for the files. MAVEN_REPOSITORY in the environment names a mirror to use in place
 * of Maven Central.
 */
export async function fetchWithIvy({
  java,
  ivy,
  jars,
  cache,
  target,
  layout = '[artifact]-[revision].[ext]',
  transitive = false,
  without = [],
  onJar = () => {},
}) {
  const work = `${target}.ivy`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const settings = join(work, 'settings.xml');
  const module = join(work, 'jars.xml');
  writeFileSync(settings, settingsXml(process.env.MAVEN_REPOSITORY, transitive));
  writeFileSync(module, moduleXml(jars, transitive, without));
  const args = [
    ...javaNetworkOptions(work),
    ...['-jar', ivy, '-settings', settings, '-ivy', module, '-cache', cache, '-confs', 'default'],
    ...['-types', 'jar', 'bundle', '-retrieve', join(target, layout)],
  ];
  try {
    await runCommand(java, args, {
      what: 'Fetching the jars',
      onLine: (line) => {
        const fetched = /\[SUCCESSFUL \] \S+?#(\S+?);/.exec(line);
        if (fetched) onJar(fetched[1]);
      },
    });
  } catch (error) {
    throw error.lines ? new SetUpError(fetchProblem(error.lines)) : error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What Ivy's output says about the jars that did not come: which, from where, and why. */
export function fetchProblem(lines) {
  const text = lines.map((line) => line.trim());
  const artifacts = new Set(
    text
      .map((line) => /^:: (\S+)#(\S+);(\S+?): not found/.exec(line))
      .filter(Boolean)
      .map(([, group, artifact, version]) => `${group}:${artifact}:${version}`),
  );
  const reasons = new Set(
    text.filter((line) => /server access error|exception|unknown host|^https?:\S+\.(jar|pom)$/i.test(line)),
  );
  return [
    'Fetching the jars failed.',
    ...[...artifacts].map((artifact) => `  ${artifact} did not come.`),
    ...(reasons.size > 0
      ? ['  Tried, and what Ivy says:', ...[...reasons].slice(0, 12).map((line) => `    ${line}`)]
      : []),
    ...(artifacts.size + reasons.size === 0
      ? text
          .filter(Boolean)
          .slice(-20)
          .map((line) => `  ${line}`)
      : []),
    '  Check the connection and run the command again; what has come is kept. Behind a mirror, set',
    '  MAVEN_REPOSITORY to its address; behind a proxy, HTTPS_PROXY and NODE_EXTRA_CA_CERTS are respected.',
  ].join('\n');
}

function settingsXml(repository, transitive) {
  const root = repository ? ` root="${escapeXml(repository)}"` : '';
  // Without POMs and the server's checksums when the jars are exact: the lock names them all, with SHA-256.
  const trust = transitive ? '' : ' usepoms="false" checksums=""';
  return `<ivysettings>
  <settings defaultResolver="central"/>
  <resolvers><ibiblio name="central" m2compatible="true"${trust}${root}/></resolvers>
</ivysettings>
`;
}

function moduleXml(jars, transitive, without) {
  const exclusions = without.map(
    ({ group, artifact = '.*' }) => `<exclude org="${group}" module="${artifact}" matcher="exactOrRegexp"/>`,
  );
  const dependencies = jars.map(
    ({ group, artifact, version }) =>
      `<dependency org="${group}" name="${artifact}" rev="${version}" transitive="${transitive}" conf="default->default"/>`,
  );
  return `<ivy-module version="2.0">
  <info organisation="local" module="jars"/>
  <configurations><conf name="default"/></configurations>
  <dependencies>${[...dependencies, ...exclusions].join('\n')}</dependencies>
</ivy-module>
`;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
