import { settingProblems } from '../../../constructs/medallion/settings';
import { group, principalName, runAs, servicePrincipal, user } from '../../../constructs/workspace/principal';
import { Roles } from '../../../constructs/workspace/roles';
import { OWNER, ROLES } from './stack-fixture';

describe('a principal', () => {
  it('who is a user has a name in lower case, as Databricks stores it', () => {
    expect(principalName(user('Ann@Example.com'))).toBe('ann@example.com');
  });

  it('runs things, unless it is a group', () => {
    expect(runAs(user('ann@example.com'))).toEqual({ userName: 'ann@example.com' });
    expect(runAs(ROLES.owner)).toEqual({ servicePrincipalName: OWNER });
    expect(runAs(group('engineers'))).toEqual({});
  });
});

describe('roles', () => {
  it('may be given to users, groups and service principals, or to nobody', () => {
    expect(settingProblems(Roles, ROLES, 'roles')).toEqual([]);
    expect(settingProblems(Roles, {}, 'roles')).toEqual([]);
  });

  it('are told where they cannot work, all at once', () => {
    const problems = settingProblems(
      Roles,
      {
        owner: group('owners'),
        engineers: group('admins'),
        analysts: user('ann'),
        auditors: servicePrincipal('auditor'),
      },
      'roles',
    );

    expect(problems).toEqual([
      "roles.engineers is 'admins', whose permissions cannot be changed in Databricks. Use a different group: administrators have all permissions anyway.",
      "roles.analysts is user 'ann', which is not an email address. Use the address that the user signs in with.",
      "roles.auditors is service principal 'auditor', which is not an application ID. Use the UUID from its page, not its name.",
      "roles.owner is group 'owners': pipelines and jobs run as a single identity. Use a service principal or a user.",
    ]);
  });

  it('are one each: an object has one level for a principal', () => {
    expect(settingProblems(Roles, { engineers: group('team'), analysts: group('team') }, 'roles')).toEqual([
      "roles.analysts and roles.engineers are both 'team', but a principal has a single permission level per object. Assign only one of the roles, or use two groups.",
    ]);
  });

  // The provider adds a deploying user whom no entry names: permissions/update/customizers.go of provider 1.99.0.
  it('name each deployer, so that the plan of the next one is empty', () => {
    const deployers = [user('ann@example.com'), group('deployers'), ROLES.owner];

    expect(settingProblems(Roles, { owner: ROLES.owner, deployers }, 'roles')).toEqual([
      "roles.deployers[1] is group 'deployers', but the access lists must name each deployer. Use its users and service principals.",
      `roles.deployers and roles.owner are both '${OWNER}', but a principal has a single permission level per object. Assign only one of the roles, or use two groups.`,
    ]);
  });

  it('name somebody', () => {
    expect(settingProblems(Roles, { analysts: group(' ') }, 'roles')).toEqual([
      'roles.analysts is empty. Set a principal, or omit the role.',
    ]);
  });
});
