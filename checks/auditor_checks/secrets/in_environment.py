"""A function, task or build whose environment is declared with a secret in it.

Why it matters
    The environment is shown in consoles, returned by describe calls that many roles may make,
    written to crash dumps, and inherited by every child process. Whoever may look at the function
    has the secret.

Verdicts
    FAIL for each place in the environment that holds what looks like a key, a token or a
    password. PASS when it was searched from end to end and nothing was found: that is no proof
    that there is nothing. UNKNOWN when it, or a part of it, could not be searched.

How to mend it
    Revoke the secret, keep a new one in a secret store, and pass only its name.

    AWS:

        resource "aws_ecs_task_definition" "api" {
          container_definitions = jsonencode([{
            name  = "api"
            image = var.image
            secrets = [{
              name      = "DATABASE_PASSWORD"
              valueFrom = aws_secretsmanager_secret.database.arn
            }]
          }])
        }

        resource "aws_lambda_function" "api" {
          environment {
            variables = {
              DATABASE_SECRET = aws_secretsmanager_secret.database.name
            }
          }
        }

    Google:

        resource "google_cloud_run_v2_service" "api" {
          template {
            containers {
              env {
                name = "DATABASE_PASSWORD"
                value_source {
                  secret_key_ref {
                    secret  = google_secret_manager_secret.database.secret_id
                    version = "latest"
                  }
                }
              }
            }
          }
        }

    Kubernetes:

        env:
        - name: DATABASE_PASSWORD_FILE
          value: /run/secrets/database/password
        volumeMounts:
        - {name: database, mountPath: /run/secrets/database, readOnly: true}

Sources
    Pass sensitive data to an Amazon ECS container, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
    Using AWS Lambda environment variables, https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from __future__ import annotations

from auditor.checking import Check, Severity
from auditor.facts import InspectedText
from auditor_checks.secrets._exposed import in_medium

CHECK = Check(
    id="secrets.in_environment",
    title="Secret in an environment variable",
    severity=Severity.CRITICAL,
    doc=__doc__ or "",
    facts=InspectedText,
    judge=in_medium("environment"),
    controls=("SECR-01",),
    same_as=(
        "CKV_AWS_45",
        "AWS-0036",
        "AVD-AWS-0036",
        "aws-ecs-no-plaintext-secrets",
        "awslambda_function_no_secrets_in_variables",
        "ecs_task_definitions_no_environment_secrets",
        "codebuild_project_no_secrets_in_variables",
        "batch_job_definition_no_secrets",
        "kics:Hardcoded AWS Access Key In Lambda",
        "amplify_app_no_secrets_in_environment",
        "apigateway_restapi_no_secrets_in_stage_variables",
        "elasticbeanstalk_environment_no_secrets_in_configuration",
        "glue_etl_jobs_no_secrets_in_arguments",
        "C-0012",
        "sensitiveContainerEnvVar",
        "env-var-secret",
    ),
)
