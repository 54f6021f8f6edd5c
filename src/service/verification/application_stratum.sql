-- application_stratum: of what kind each application is that a quality is told of: never a land, a name or a language.
--
-- Reads   application, mail_domain
-- Grain   one row an application

SELECT
    application_id,
    argMax(program, newest) AS program,
    argMax(plan, newest)    AS plan,
    argMax(multiIf(
        empty(email_domain), 'none', mail_domain.kind != '', mail_domain.kind,
        hasAny(proofs, ['institution_mail', 'institution_sign_in']), 'institution', 'own'), newest) AS mail_kind
FROM (SELECT *, (input_id, applied_at, length(proofs)) AS newest FROM application) AS application
LEFT JOIN mail_domain ON mail_domain.domain = application.email_domain
GROUP BY application_id
ORDER BY application_id
